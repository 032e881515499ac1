/** What a process shows of itself over HTTP: metrics for Prometheus, liveness and readiness. */
package io.badhop.cli.monitor;
