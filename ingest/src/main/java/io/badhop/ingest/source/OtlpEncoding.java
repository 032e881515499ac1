package io.badhop.ingest.source;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The two encodings of OTLP over HTTP; an answer has the one that its request had. */
enum OtlpEncoding {
  PROTOBUF("application/x-protobuf"),
  JSON("application/json");

  private static final int CODE = 1;
  private static final int MESSAGE = 2;

  private final String contentType;

  OtlpEncoding(String contentType) {
    this.contentType = contentType;
  }

  /**
   * The encoding that a Content-Type names, with or without parameters.
   *
   * @param header may be null
   * @return null when it is neither
   */
  static OtlpEncoding of(String header) {
    String type = header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    for (OtlpEncoding encoding : values()) {
      if (encoding.contentType.equals(type)) {
        return encoding;
      }
    }
    return null;
  }

  String contentType() {
    return contentType;
  }

  /**
   * The records of an ExportLogsServiceRequest, one a line, each with its resource and as a whole
   * request in JSON of its own; what cannot be taken in can so be sent again.
   *
   * @param limit bytes that the lines may have together
   * @throws RequestBody.TooLongException when they have more
   * @throws IOException when it is no such request
   */
  byte[] lines(byte[] body, long limit) throws IOException {
    OtlpLines lines = new OtlpLines(limit);
    if (this == PROTOBUF) {
      OtlpProtobuf.read(body, lines);
    } else {
      OtlpJson.read(body, lines);
    }
    return lines.toByteArray();
  }

  /** An ExportLogsServiceResponse that says nothing: all was taken. */
  byte[] success() {
    return this == PROTOBUF ? new byte[0] : "{}".getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A google.rpc.Status.
   *
   * @param httpStatus status of the answer, which its code follows
   */
  byte[] failure(int httpStatus, String message) {
    int code = code(httpStatus);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (this == PROTOBUF) {
        CodedOutputStream coded = CodedOutputStream.newInstance(out);
        coded.writeInt32(CODE, code);
        coded.writeString(MESSAGE, message);
        coded.flush();
      } else {
        OtlpLines.status(out, code, message);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an array takes everything", e);
    }
    return out.toByteArray();
  }

  /** The code of google.rpc.Code that HTTP's status stands for. */
  private static int code(int httpStatus) {
    return switch (httpStatus) {
      case 401 -> 16;
      case 404 -> 5;
      case 405 -> 12;
      case 413, 429 -> 8;
      case 503 -> 14;
      default -> 3;
    };
  }
}
