/**
 * The bytes of badhop's topics: Avro values in the Confluent wire format, and the registry that
 * gives each schema its number.
 *
 * <p>This room owns the layout of a value on the wire, the naming of registry subjects and the
 * resolution of a writer's schema to the reader's. It knows no topic by name.
 */
package io.badhop.schemas.serde;
