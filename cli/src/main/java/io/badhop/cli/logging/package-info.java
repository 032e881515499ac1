/**
 * What goes to standard error from libraries: warnings in one line each, unless {@code --debug}
 * asks for more.
 */
package io.badhop.cli.logging;
