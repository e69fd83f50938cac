using Akka.Actor;
using Akka.Embedded.Scheduling;

namespace Akka.Embedded.Cells;

/// <summary>
/// The receive timeout of one actor. A message only notes its time; the timer, when it fires, looks whether there was silence.
/// </summary>
internal sealed class ReceiveTimeoutTimer(ActorCell cell, TimerWheel wheel) : WheelTimer
{
    private long _lastActivity;
    private bool _on;

    public TimeSpan Timeout { get; private set; }

    public void Set(TimeSpan timeout)
    {
        Timeout = timeout;
        _on = true;
        wheel.Cancel(this);
        Touch();
        wheel.Start(this, timeout);
    }

    public void Touch() => Volatile.Write(ref _lastActivity, wheel.Elapsed.Ticks);

    /// <summary>After a timeout was delivered the next one is counted from now.</summary>
    public void Restart()
    {
        if (_on)
            Set(Timeout);
    }

    public void Stop()
    {
        _on = false;
        wheel.Cancel(this);
    }

    protected internal override void Fire()
    {
        if (!_on)
            return;
        var silence = wheel.Elapsed - new TimeSpan(Volatile.Read(ref _lastActivity));
        if (silence >= Timeout)
            cell.Self.Tell(ReceiveTimeout.Instance, cell.Self);
        else
            wheel.Start(this, Timeout - silence);
    }
}
