/** The list of all formats, and the choice of the one that a log has. */
package io.badhop.ingest.parse.formats;
