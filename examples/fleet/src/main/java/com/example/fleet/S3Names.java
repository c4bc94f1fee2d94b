package com.example.fleet;

import io.minio.ListObjectsArgs;
import io.minio.Result;
import io.minio.messages.Item;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Header;
import org.apache.camel.PropertyInject;

/** Bean {@code names}: the names of objects in an S3 bucket. */
public final class S3Names {
  @PropertyInject("fleet.s3.bucket")
  private String bucket;

  /** The request for all names in a folder. */
  public ListObjectsArgs.Builder request(@Header("key") String key) {
    return ListObjectsArgs.builder().bucket(bucket).prefix(key + "/").recursive(true);
  }

  /** The names in the answer, which is asked for page by page. */
  public List<String> names(Iterable<Result<Item>> answer) throws Exception {
    List<String> names = new ArrayList<>();
    for (Result<Item> item : answer) {
      names.add(item.get().objectName());
    }
    return names;
  }
}
