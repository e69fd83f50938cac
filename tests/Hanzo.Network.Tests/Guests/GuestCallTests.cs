using Hanzo.Network.Guests;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Tests.Guests;

public sealed class GuestCallTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(7);

    private readonly ManualTime _time = new();
    private readonly ListLog _log = new();

    [Fact]
    public async Task What_a_guest_answers_or_throws_is_told_as_it_is()
    {
        (await Call(_ => Task.FromResult("yes"))).ShouldBe("yes");
        (await Should.ThrowAsync<FormatException>(() => Call(_ => throw new FormatException("at once")))).Message.ShouldBe("at once");
        await Should.ThrowAsync<FormatException>(() => Call(_ => Task.FromException<string>(new FormatException("later"))));
        (await Should.ThrowAsync<TimeoutException>(() => Call(_ => throw new TimeoutException("its own")))).Message.ShouldBe("its own");
        await Should.ThrowAsync<OperationCanceledException>(() => Call(_ => throw new OperationCanceledException("its own")));
    }

    [Fact]
    public async Task A_guest_that_does_not_answer_is_given_up_at_its_limit_and_cancelled()
    {
        var cancelled = false;
        var (call, begun) = CallSilent(() => cancelled = true);
        await begun;
        _time.Advance(Limit);

        (await Should.ThrowAsync<GuestTimeoutException>(() => call.WaitAsync(Bound))).Message.ShouldBe("it did not answer within 7 s.");
        _time.Advance(TimeSpan.Zero);
        cancelled.ShouldBeTrue();
    }

    [Fact]
    public async Task A_guest_that_blocks_its_thread_is_given_up_at_its_limit()
    {
        using var release = new ManualResetEventSlim();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            var call = Task.Run(() => Call(_ =>
            {
                begun.SetResult();
                release.Wait(CancellationToken.None);
                return Task.FromResult("late");
            }));
            await begun.Task.WaitAsync(Bound);
            _time.Advance(Limit);

            await Should.ThrowAsync<GuestTimeoutException>(() => call.WaitAsync(Bound));
        }
        finally
        {
            release.Set();
        }
    }

    [Fact]
    public async Task What_a_guest_throws_when_it_is_cancelled_harms_neither_who_cancels_nor_the_clock()
    {
        using var caller = new CancellationTokenSource();
        var (call, begun) = CallSilent(Break, caller.Token);
        await begun;
        caller.Cancel();
        (await Should.ThrowAsync<OperationCanceledException>(() => call.WaitAsync(Bound))).CancellationToken.ShouldBe(caller.Token);
        _time.Advance(TimeSpan.Zero);
        _log.Lines.ShouldBe(["What it does when it is cancelled has failed."]);

        (var late, begun) = CallSilent(Break);
        await begun;
        _time.Advance(Limit);
        await Should.ThrowAsync<GuestTimeoutException>(() => late.WaitAsync(Bound));
        _time.Advance(TimeSpan.Zero);
        _log.Lines.Count.ShouldBe(2);

        static void Break() => throw new InvalidOperationException("no");
    }

    [Fact]
    public async Task A_call_whose_caller_has_gone_or_whose_time_is_over_is_not_begun()
    {
        var begun = false;
        await Should.ThrowAsync<OperationCanceledException>(() => Call(Begin, new CancellationToken(canceled: true)));
        await Should.ThrowAsync<GuestTimeoutException>(() => new GuestCall(_time).WithinAsync("it", TimeSpan.Zero, Begin, default));
        begun.ShouldBeFalse();

        Task<string> Begin(CancellationToken token)
        {
            begun = true;
            return Task.FromResult("");
        }
    }

    private Task<string> Call(Func<CancellationToken, Task<string>> guest, CancellationToken cancellation = default) =>
        new GuestCall(_time, _log).WithinAsync("it", Limit, guest, cancellation);

    /// <summary>Of a guest that never answers.</summary>
    private (Task<string> Call, Task Begun) CallSilent(Action whenCancelled, CancellationToken cancellation = default)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var call = Call(
            token =>
            {
                token.Register(whenCancelled);
                begun.SetResult();
                return new TaskCompletionSource<string>().Task;
            },
            cancellation);
        return (call, begun.Task.WaitAsync(Bound, CancellationToken.None));
    }

    private sealed class ListLog : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
