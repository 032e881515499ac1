package io.badhop.cli.config;

/**
 * What is wrong at one place of a configuration file.
 *
 * @param file the file as the user named it
 * @param line 1 for the first line
 * @param column 1 for the first column
 * @param message what is wrong and how to mend it, beginning with the key where there is one
 */
public record Problem(String file, int line, int column, String message) {

  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + message;
  }
}
