using Hanzo.Network.Agents;
using Hanzo.Network.Security.Renewal;

namespace Hanzo.Network.Node.Enrolment;

/// <summary>
/// Sees to it that the node's certificate never runs out: asks for the next when two thirds of its time are over, again and again until
/// it has one. Ends the node when it is revoked.
/// </summary>
internal sealed class CertificateKeeper(
    IOwnCertificate own, RevokedEnd end, TimeProvider time, ILogger<CertificateKeeper> log) : BackgroundService, INoticeSource
{
    /// <summary>How often it is looked whether something is due: a clock may be set, a machine sleep.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>How often it is looked whether the node has peers; one without asks what is new: it may have been revoked.</summary>
    public static readonly TimeSpan Asking = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private RenewalPlan? _plan;
    private string? _problem;
    private DateTimeOffset? _asked;

    public IEnumerable<string> Notices
    {
        get
        {
            lock (_lock) return _plan?.Notice(time.GetUtcNow(), _problem) is { } notice ? [notice] : [];
        }
    }

    /// <summary>Side by side: an authority that does not answer keeps no revoked node alive.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        EachLookAsync(_ => Task.FromResult(!EndIfRevoked()), stoppingToken),
        EachLookAsync(AskAsync, stoppingToken));

    /// <returns>Whether the node ends.</returns>
    internal bool EndIfRevoked()
    {
        if (own.Revoked is not { } reason) return false;
        EnrolmentLog.SelfRevoked(log, reason);
        end.Because(reason);
        return true;
    }

    /// <summary>Asks for what is due now.</summary>
    /// <returns>True.</returns>
    internal async Task<bool> AskAsync(CancellationToken cancellation)
    {
        await RenewIfDueAsync(cancellation);
        await AskIfAloneAsync(cancellation);
        return true;
    }

    private async Task EachLookAsync(Func<CancellationToken, Task<bool>> work, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Look, time);
        try
        {
            while (await work(stopping) && await timer.WaitForNextTickAsync(stopping))
            {
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The node ends.
        }
    }

    private async Task RenewIfDueAsync(CancellationToken cancellation)
    {
        var (from, until) = own.Validity;
        var plan = _plan is { } known && known.NotAfter == until ? known : new RenewalPlan(from, until);
        SetPlan(plan, plan == _plan ? _problem : null);
        if (time.GetUtcNow() < plan.NextTry) return;
        if (await own.RenewAsync(cancellation) is { } problem)
        {
            plan = plan.Failed(time.GetUtcNow());
            SetPlan(plan, problem);
            EnrolmentLog.NotRenewed(log, plan.NextTry, problem);
            return;
        }

        (from, until) = own.Validity;
        SetPlan(new RenewalPlan(from, until), null);
        EnrolmentLog.Renewed(log, until);
    }

    private async Task AskIfAloneAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        // A clock that was set back makes nobody wait longer.
        if (now >= _asked && now - _asked < Asking) return;
        _asked = now;
        if (!await own.IsAloneAsync(cancellation)) return;
        if (await own.AskWhatIsNewAsync(cancellation) is { } problem) EnrolmentLog.NotHeard(log, problem);
    }

    private void SetPlan(RenewalPlan plan, string? problem)
    {
        lock (_lock) (_plan, _problem) = (plan, problem);
    }
}
