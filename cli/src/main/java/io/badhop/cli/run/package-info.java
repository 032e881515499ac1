/** Wires the parts of badhop together from the configuration, and starts and ends them. */
package io.badhop.cli.run;
