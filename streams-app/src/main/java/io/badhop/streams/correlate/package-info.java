/**
 * Events and watermarks in, exchanges out: counted when their own tier's watermark has passed them,
 * finished when those of the tiers below have. Pure.
 */
package io.badhop.streams.correlate;
