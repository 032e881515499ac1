/** Sinks: one file each, speaking its target's own language. */
package io.badhop.alerting.deliver;
