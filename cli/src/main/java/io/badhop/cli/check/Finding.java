package io.badhop.cli.check;

import java.util.List;

/**
 * Something that these logs do not allow.
 *
 * @param cannot what cannot be concluded, and why
 * @param remedy lines to paste or steps to take, so that it can
 */
record Finding(String cannot, List<String> remedy) {}
