/** What commands print for people about logs and incidents. */
package io.badhop.cli.report;
