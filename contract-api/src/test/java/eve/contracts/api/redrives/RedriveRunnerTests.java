package eve.contracts.api.redrives;

import static org.assertj.core.api.Assertions.assertThat;

import eve.contracts.api.ApiTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.config.FixedRateTask;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.test.context.TestPropertySource;

@ApiTest
@TestPropertySource(properties = "apart=dead-letters")
class RedriveRunnerTests {

    /// With a fixed delay they would share the scheduler's thread, and one that is stuck would hold all others.
    @Test
    void each_task_at_intervals_has_a_thread_of_its_own(
            @Autowired SimpleAsyncTaskScheduler scheduler, @Autowired ScheduledAnnotationBeanPostProcessor tasks) {
        assertThat(scheduler).isNotNull();
        assertThat(tasks.getScheduledTasks())
                .isNotEmpty()
                .extracting(ScheduledTask::getTask)
                .allSatisfy(task -> assertThat(task).isInstanceOf(FixedRateTask.class));
    }
}
