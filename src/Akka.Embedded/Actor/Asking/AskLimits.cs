using Akka.Embedded.Scheduling;

namespace Akka.Actor;

/// <summary>What ends an ask without an answer: its timeout, its cancellation, the end of the system.</summary>
internal sealed class AskLimits(AskRef ask) : WheelTimer
{
    private TimeSpan _timeout;
    private CancellationTokenRegistration _cancellation;

    private TimerWheel Wheel => ask.Provider.System.SchedulerImpl.Wheel;

    /// <param name="timeout">Zero for none.</param>
    public void Start(TimeSpan timeout, CancellationToken cancellationToken)
    {
        _timeout = timeout;
        if (timeout > TimeSpan.Zero)
            Wheel.Start(this, timeout);
        if (cancellationToken.CanBeCanceled)
            _cancellation = cancellationToken.UnsafeRegister(
                static (ask, token) => ((AskRef)ask!).Fail(new OperationCanceledException(token)), ask);
    }

    public void Lift()
    {
        if (_timeout > TimeSpan.Zero)
            Wheel.Cancel(this);
        _cancellation.Unregister();
    }

    protected internal override void Fire() => ask.Fail(new AskTimeoutException($"Timeout after {_timeout} seconds"));

    protected internal override void Abandoned() =>
        ask.Fail(new AskTimeoutException($"The actor system ended before there was an answer (timeout {_timeout})"));
}
