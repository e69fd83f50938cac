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

    /// <summary>How often a node without peers asks what is new: it may have been revoked while it was away.</summary>
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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, time);
        try
        {
            while (await StepAsync(stoppingToken) && await timer.WaitForNextTickAsync(stoppingToken))
            {
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node ends.
        }
    }

    /// <summary>Does what is due now.</summary>
    /// <returns>False: the node ends.</returns>
    internal async Task<bool> StepAsync(CancellationToken cancellation)
    {
        if (own.Revoked is { } reason)
        {
            EnrolmentLog.SelfRevoked(log, reason);
            end.Because(reason);
            return false;
        }

        await RenewIfDueAsync(cancellation);
        await AskIfAloneAsync(cancellation);
        return true;
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
        if (now - _asked < Asking || !await own.IsAloneAsync(cancellation)) return;
        _asked = now;
        if (await own.AskWhatIsNewAsync(cancellation) is { } problem) EnrolmentLog.NotHeard(log, problem);
    }

    private void SetPlan(RenewalPlan plan, string? problem)
    {
        lock (_lock) (_plan, _problem) = (plan, problem);
    }
}
