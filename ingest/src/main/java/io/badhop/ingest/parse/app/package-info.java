/** Applications and application servers. */
package io.badhop.ingest.parse.app;
