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

    /// With a fixed delay the tasks would share the scheduler's thread, and a stuck task would block all
    /// others.
    @Test
    void eachTaskAtIntervalsHasAThreadOfItsOwn(
            @Autowired SimpleAsyncTaskScheduler scheduler, @Autowired ScheduledAnnotationBeanPostProcessor tasks) {
        assertThat(scheduler).isNotNull();
        assertThat(tasks.getScheduledTasks())
                .isNotEmpty()
                .extracting(ScheduledTask::getTask)
                .allSatisfy(task -> assertThat(task).isInstanceOf(FixedRateTask.class));
    }
}
