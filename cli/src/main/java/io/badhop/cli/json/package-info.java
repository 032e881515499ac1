/** Records as JSON, one object a line. */
package io.badhop.cli.json;
