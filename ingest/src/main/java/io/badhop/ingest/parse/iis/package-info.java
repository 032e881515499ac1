/** Internet Information Services: W3C logs of its sites, and what http.sys refused before them. */
package io.badhop.ingest.parse.iis;
