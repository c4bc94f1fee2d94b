package caldavbackup.ical;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever a file holds, what is made of it is sound. */
class ObjectSplitterFuzzTest {
  @FuzzTest(maxDuration = "10m")
  void any_bytes_become_objects(byte[] file) {
    ObjectSplitterPropertyTest.assertSound(file, ObjectSplitter.split(file));
  }
}
