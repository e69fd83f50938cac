using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Node.Enrolment;

/// <summary>Sees to it that certificates of the user's own authority are used as soon as their files are replaced.</summary>
internal sealed class GivenKeeper(GivenSecurity security, TimeProvider time, ILogger<GivenKeeper> log) : BackgroundService, INoticeSource
{
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private string? _told;

    public IEnumerable<string> Notices => security.Problem is { } problem ? [Sentence(problem)] : [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Step();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node ends.
        }
    }

    internal void Step()
    {
        if (security.Look()) EnrolmentLog.GivenAnew(log, security.Certificate.Subject, security.Certificate.NotAfter.ToUniversalTime());
        var problem = security.Problem;
        if (problem is not null && problem != _told) EnrolmentLog.GivenUnusable(log, Sentence(problem));
        _told = problem;
    }

    private static string Sentence(string problem) =>
        $"The files of this node's certificate cannot be used any more, so those count that were there before: {problem}";
}
