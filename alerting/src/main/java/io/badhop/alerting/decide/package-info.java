/**
 * Whom to tell, and why, or why not. Pure: what was sent before and the time come in as arguments.
 */
package io.badhop.alerting.decide;
