using Akka.Configuration;
using Akka.Embedded.Tests.Support;
using Akka.Pattern;
using Akka.Persistence;

namespace Akka.Embedded.Tests.Persistence;

public sealed class CallGuardTests
{
    private static readonly Config Limits = ConfigurationFactory.ParseString(
        "circuit-breaker { max-failures = 2, call-timeout = 10s, reset-timeout = 30s }");

    private readonly VirtualTime _time = new();
    private readonly CallGuard _guard;

    public CallGuardTests() => _guard = new CallGuard(_time, Limits);

    [Fact]
    public async Task A_call_that_works_is_passed_through() => (await _guard.Run(() => Task.FromResult(7))).ShouldBe(7);

    [Fact]
    public async Task A_call_that_takes_too_long_fails()
    {
        var never = new TaskCompletionSource<int>();

        var running = _guard.Run(() => never.Task);
        running.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(10));

        await Should.ThrowAsync<TimeoutException>(running);
    }

    [Fact]
    public async Task After_too_many_failures_calls_fail_at_once_until_some_time_has_passed()
    {
        await Fail();
        await Fail();

        (await Should.ThrowAsync<OpenCircuitException>(() => _guard.Run(() => Task.FromResult(1)))).Message.ShouldContain("2 calls");
        _time.Advance(TimeSpan.FromSeconds(31));
        (await _guard.Run(() => Task.FromResult(1))).ShouldBe(1);
        await Fail();
        (await _guard.Run(() => Task.FromResult(2))).ShouldBe(2);
    }

    [Fact]
    public async Task A_failed_trial_opens_the_circuit_again()
    {
        await Fail();
        await Fail();
        _time.Advance(TimeSpan.FromSeconds(31));
        await Fail();

        await Should.ThrowAsync<OpenCircuitException>(() => _guard.Run(() => Task.FromResult(1)));
    }

    private async Task Fail() =>
        await Should.ThrowAsync<InvalidDataException>(() => _guard.Run(() => Task.FromException<int>(new InvalidDataException())));
}
