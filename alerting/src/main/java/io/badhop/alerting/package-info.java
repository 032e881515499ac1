/** The voice: reads escalations, decides, delivers, remembers. */
package io.badhop.alerting;
