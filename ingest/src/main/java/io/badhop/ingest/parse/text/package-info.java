/**
 * What the formats share: times, requests, JSON, and scanners of log templates. No format of its
 * own.
 */
package io.badhop.ingest.parse.text;
