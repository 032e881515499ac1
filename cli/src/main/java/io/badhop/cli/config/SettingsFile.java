package io.badhop.cli.config;

import io.badhop.streams.detect.DetectConfig;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads configuration files. */
public final class SettingsFile {

  private SettingsFile() {}

  /**
   * Reads and checks a configuration. Relative paths in it start at the file's own folder.
   *
   * @throws SettingsException when the file cannot be read, is not YAML, or anything in it is wrong
   */
  public static Settings load(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    Settings defaults = Settings.DEFAULT.withData(folder.resolve("badhop-data"));
    return read(file, defaults, (binder, root) -> binder.record(root, defaults, ""));
  }

  /**
   * Reads the rules of a replay: a file that holds the keys of the {@code detect} section, or a
   * configuration of which the sections {@code detect} and {@code sites} count.
   *
   * @throws SettingsException as for {@link #load}
   */
  public static Rules rules(Path file) {
    return read(
        file,
        Rules.DEFAULT,
        (binder, root) -> {
          MappingNode sections = sections(root);
          return sections == null
              ? new Rules(Map.of(), binder.record(root, DetectConfig.DEFAULT, ""))
              : binder.record(sections, Rules.DEFAULT, "");
        });
  }

  private static <T> T read(Path file, T whenEmpty, BiFunction<YamlBinder, Node, T> bind) {
    Node root = compose(file, text(file));
    if (root == null) {
      return whenEmpty;
    }
    YamlBinder binder =
        new YamlBinder(file.toString(), new Scalars(file.toAbsolutePath().getParent()));
    T bound = bind.apply(binder, root);
    if (!binder.problems().isEmpty()) {
      throw new SettingsException(binder.problems());
    }
    return bound;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new SettingsException(file + ": no such file", e);
    } catch (CharacterCodingException e) {
      throw new SettingsException(file + ": not UTF-8 text; save it as UTF-8", e);
    } catch (IOException e) {
      throw new SettingsException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static Node compose(Path file, String text) {
    try {
      return new Yaml(new LoaderOptions()).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
      String message =
          "not valid YAML: "
              + e.getProblem()
              + (e.getContext() == null ? "" : " (" + e.getContext() + ")");
      throw new SettingsException(
          List.of(new Problem(file.toString(), mark.getLine() + 1, mark.getColumn() + 1, message)));
    } catch (YAMLException e) {
      throw new SettingsException(file + ": not valid YAML: " + e.getMessage(), e);
    }
  }

  /** What is left of a configuration for the rules; null when none of it is there. */
  private static MappingNode sections(Node root) {
    if (!(root instanceof MappingNode mapping)) {
      return null;
    }
    List<NodeTuple> kept =
        mapping.getValue().stream()
            .filter(
                tuple ->
                    tuple.getKeyNode() instanceof ScalarNode key
                        && Rules.SECTIONS.contains(key.getValue()))
            .toList();
    return kept.isEmpty()
        ? null
        : new MappingNode(
            mapping.getTag(),
            true,
            kept,
            mapping.getStartMark(),
            mapping.getEndMark(),
            mapping.getFlowStyle());
  }
}
