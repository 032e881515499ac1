/** The bundled recordings: two sites, a minute each, with what went wrong there. */
package io.badhop.cli.demo;
