/**
 * A site in small: clients, edge, proxies, pools of applications, and what goes wrong with them.
 * Knows nothing of logs. Everything is a function of a scenario and its seed.
 */
package io.badhop.benchmarks.judgement.world;
