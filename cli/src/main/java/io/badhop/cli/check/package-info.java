/**
 * What a set of logs allows to conclude: how well its hops join, how exact its times are, and what
 * to change where it falls short.
 */
package io.badhop.cli.check;
