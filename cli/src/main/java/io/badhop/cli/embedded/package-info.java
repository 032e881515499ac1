/**
 * A Kafka broker inside this process, for a laptop and for tests, and a schema registry over HTTP
 * beside it. The only room that touches the broker's internal classes.
 */
package io.badhop.cli.embedded;
