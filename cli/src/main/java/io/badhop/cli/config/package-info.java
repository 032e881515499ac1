/**
 * The configuration file: one YAML document bound to records, checked once, every complaint with
 * file, line, key and mend. {@link io.badhop.cli.config.SettingsFile} reads it; the records are its
 * shape, and their {@code DEFAULT}s what holds where a key is left out.
 */
package io.badhop.cli.config;
