/**
 * Records read where they stand, without an object made of them. Pure: bytes and a schema in,
 * numbers and places out.
 */
package io.badhop.schemas.scan;
