using Akka.Actor;

namespace Akka.Contract.Tests.Actor;

public class PipeToContract : TestKit.Xunit2.TestKit
{
    private readonly TaskCompletionSource<int> _source = new();

    [Fact]
    public void The_result_is_sent()
    {
        _source.Task.PipeTo(TestActor);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        _source.SetResult(7);
        ExpectMsg(7);
    }

    [Fact]
    public void The_sender_is_the_one_given()
    {
        var probe = CreateTestProbe();
        _source.Task.PipeTo(TestActor, probe.Ref);
        _source.SetResult(7);
        ExpectMsgFrom(probe.Ref, 7);
    }

    [Fact]
    public void A_failure_is_sent_as_Status_Failure_with_the_cause_itself()
    {
        _source.Task.PipeTo(TestActor);
        _source.SetException(new InvalidOperationException("cause"));
        ExpectMsg<Status.Failure>().Cause.ShouldBeOfType<InvalidOperationException>().Message.ShouldBe("cause");
    }

    [Fact]
    public void Success_and_failure_may_be_turned_into_messages()
    {
        _source.Task.PipeTo(TestActor, success: i => $"got {i}", failure: e => $"failed: {e.Message}");
        _source.SetResult(7);
        ExpectMsg("got 7");

        var failing = new TaskCompletionSource<int>();
        failing.Task.PipeTo(TestActor, success: i => $"got {i}", failure: e => $"failed: {e.Message}");
        failing.SetException(new InvalidOperationException("cause"));
        ExpectMsg("failed: cause");
    }

    [Fact]
    public void A_cancelled_task_is_a_failure()
    {
        _source.Task.PipeTo(TestActor);
        _source.SetCanceled();
        ExpectMsg<Status.Failure>().Cause.ShouldBeAssignableTo<OperationCanceledException>();
    }

    [Fact]
    public void A_task_without_result_sends_only_what_success_makes()
    {
        var source = new TaskCompletionSource();
        source.Task.PipeTo(TestActor);
        source.Task.PipeTo(TestActor, success: () => "done");
        source.SetResult();
        ExpectMsg("done");
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public async Task The_returned_task_does_not_fail()
    {
        var piped = Task.FromException<int>(new InvalidOperationException("cause")).PipeTo(TestActor);
        await piped;
        ExpectMsg<Status.Failure>();
    }

    [Fact]
    public void A_completed_task_is_sent_too()
    {
        Task.FromResult("now").PipeTo(TestActor);
        ExpectMsg("now");
        new ValueTask<string>("value").PipeTo(TestActor);
        ExpectMsg("value");
    }
}
