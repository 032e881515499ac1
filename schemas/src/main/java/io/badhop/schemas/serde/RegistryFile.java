package io.badhop.schemas.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.badhop.schemas.serde.InProcessRegistry.Registration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** The registrations as lines of JSON: {@code subject}, {@code id} and {@code schema} (as text). */
final class RegistryFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path path;

  RegistryFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  /** What the file holds, in order; empty when there is no file. */
  List<Registration> read() {
    if (!Files.exists(path)) {
      return List.of();
    }
    try {
      List<Registration> read = new ArrayList<>();
      for (String line : Files.readAllLines(path)) {
        read.add(registration(line, read.size() + 1));
      }
      return read;
    } catch (IOException e) {
      throw new SchemaRegistryException("cannot read the schema file " + path, e);
    }
  }

  private Registration registration(String line, int number) {
    try {
      JsonNode node = JSON.readTree(line);
      String subject = node.path("subject").asText();
      int id = node.path("id").asInt();
      if (subject.isEmpty() || id <= 0) {
        throw new SchemaRegistryException(path + ", line " + number + ": no subject or no ID");
      }
      return new Registration(subject, id, new Schema.Parser().parse(node.path("schema").asText()));
    } catch (JsonProcessingException | AvroRuntimeException e) {
      throw new SchemaRegistryException(path + ", line " + number + ": not a registration", e);
    }
  }

  /** Replaces the file; a crash leaves the old one or the new one, never a half. */
  void write(List<Registration> registrations) {
    try {
      Files.createDirectories(path.getParent());
      Path next = Files.createTempFile(path.getParent(), path.getFileName().toString(), ".new");
      StringBuilder text = new StringBuilder();
      for (Registration r : registrations) {
        text.append(line(r)).append('\n');
      }
      Files.writeString(next, text);
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new SchemaRegistryException("cannot write the schema file " + path, e);
    }
  }

  private static String line(Registration r) {
    return JSON.createObjectNode()
        .put("subject", r.subject())
        .put("id", r.id())
        .put("schema", r.schema().toString())
        .toString();
  }
}
