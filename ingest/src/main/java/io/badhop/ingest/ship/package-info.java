/**
 * From logs to the event topics. A {@link io.badhop.ingest.ship.LogSet} recognises files and reads
 * them as events; a {@link io.badhop.ingest.ship.Shipper} publishes events, dead letters and how
 * far each source has come. Every line read has one counted outcome, see {@link
 * io.badhop.ingest.ship.Accounting}.
 */
package io.badhop.ingest.ship;
