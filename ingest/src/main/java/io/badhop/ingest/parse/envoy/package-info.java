/**
 * Envoy, alone or as Istio's and other meshes' proxy: access logs in any format, and its own log.
 */
package io.badhop.ingest.parse.envoy;
