/**
 * The command-line program: one class a command. Commands read options, call a part of badhop and
 * print; exit status 0 is done, 1 failed while running, 2 wrong usage or configuration. Results go
 * to standard output, everything else to standard error.
 */
package io.badhop.cli;
