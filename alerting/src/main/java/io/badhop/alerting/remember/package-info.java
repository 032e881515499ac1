/** What was sent to whom, in a compacted topic, so that a restart neither forgets nor repeats. */
package io.badhop.alerting.remember;
