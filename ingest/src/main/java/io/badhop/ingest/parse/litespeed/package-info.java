/** LiteSpeed and OpenLiteSpeed: the access log and the error log. */
package io.badhop.ingest.parse.litespeed;
