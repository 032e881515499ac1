/** How long a task of stage 1 takes to rebuild what is open from its input. */
package io.badhop.benchmarks.recovery;
