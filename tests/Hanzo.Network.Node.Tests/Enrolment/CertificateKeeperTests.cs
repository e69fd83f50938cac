using Hanzo.Network.Node.Enrolment;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hanzo.Network.Node.Tests.Enrolment;

public sealed class CertificateKeeperTests
{
    private readonly SetTime _time = new();
    private readonly Own _own;
    private readonly Lifetime _lifetime = new();
    private readonly RevokedEnd _end;
    private readonly CertificateKeeper _keeper;

    public CertificateKeeperTests()
    {
        _own = new Own(_time);
        _end = new RevokedEnd(_lifetime);
        _keeper = new CertificateKeeper(_own, _end, _time, NullLogger<CertificateKeeper>.Instance);
    }

    [Fact]
    public async Task A_certificate_is_renewed_when_two_thirds_of_its_time_are_over_and_never_before()
    {
        await LiveAsync(TimeSpan.FromDays(59));
        _own.Tries.ShouldBe(0);
        await LiveAsync(TimeSpan.FromDays(2));
        _own.Tries.ShouldBe(1);
        await LiveAsync(TimeSpan.FromDays(366));
        _own.Tries.ShouldBe(7);
        _keeper.Notices.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_tried_again_with_growing_pauses_and_told_in_the_last_week()
    {
        _own.Problem = "nobody answers.";
        await LiveAsync(TimeSpan.FromDays(82));
        _keeper.Notices.ShouldBeEmpty();
        _own.Tries.ShouldBeInRange(80, 110);
        await LiveAsync(TimeSpan.FromDays(2));
        _keeper.Notices.ShouldHaveSingleItem().ShouldEndWith("nobody answers.");

        _own.Problem = null;
        await LiveAsync(TimeSpan.FromDays(1));
        _keeper.Notices.ShouldBeEmpty();
        _own.Validity.NotAfter.ShouldBeGreaterThan(_time.Now + TimeSpan.FromDays(85));
    }

    [Fact]
    public async Task A_node_alone_asks_what_is_new_now_and_then()
    {
        _own.IsAlone = true;
        await LiveAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(1));
        _own.Asked.ShouldBe(4);
        _own.IsAlone = false;
        await LiveAsync(TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(1));
        (_own.Asked, _own.LooksForPeers).ShouldBe((4, 8));
    }

    [Fact]
    public async Task A_clock_that_was_set_back_keeps_no_node_from_asking()
    {
        _own.IsAlone = true;
        await LiveAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        _time.Now -= TimeSpan.FromDays(1);
        await LiveAsync(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1));
        _own.Asked.ShouldBe(3);
    }

    [Fact]
    public async Task An_authority_that_does_not_answer_keeps_no_revoked_node_alive()
    {
        _own.Answer = new TaskCompletionSource<string?>();
        _own.IsAlone = true;
        await _keeper.StartAsync(CancellationToken.None);
        await _own.IsAsked.Task;
        _own.Revoked = "revoked.";
        await _lifetime.Stopped.Task.WaitAsync(TimeSpan.FromSeconds(20));
        _own.Answer.SetResult(null);
        await _keeper.StopAsync(CancellationToken.None);
    }

    [Fact]
    public void A_revoked_node_ends_and_says_why()
    {
        _keeper.EndIfRevoked().ShouldBeFalse();
        _own.Revoked = "revoked.";
        _keeper.EndIfRevoked().ShouldBeTrue();
        (_end.Reason, _lifetime.IsStopped).ShouldBe(("revoked.", true));
    }

    private Task LiveAsync(TimeSpan time) => LiveAsync(time, TimeSpan.FromMinutes(1));

    private async Task LiveAsync(TimeSpan time, TimeSpan step)
    {
        for (var end = _time.Now + time; _time.Now < end; _time.Now += step)
            (await _keeper.AskAsync(CancellationToken.None)).ShouldBeTrue();
    }

    private sealed class Own(SetTime time) : IOwnCertificate
    {
        public (DateTimeOffset NotBefore, DateTimeOffset NotAfter) Validity { get; private set; } =
            (time.Now, time.Now + TimeSpan.FromDays(90));

        public string? Revoked { get; set; }

        public string? Problem { get; set; }

        public bool IsAlone { get; set; }

        public int Tries { get; private set; }

        public int Asked { get; private set; }

        public int LooksForPeers { get; private set; }

        public TaskCompletionSource IsAsked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Null: the authority answers at once.</summary>
        public TaskCompletionSource<string?>? Answer { get; set; }

        public Task<string?> RenewAsync(CancellationToken cancellation)
        {
            Tries++;
            if (Problem is null) Validity = (time.Now, time.Now + TimeSpan.FromDays(90));
            return Task.FromResult(Problem);
        }

        public Task<bool> IsAloneAsync(CancellationToken cancellation)
        {
            LooksForPeers++;
            return Task.FromResult(IsAlone);
        }

        public Task<string?> AskWhatIsNewAsync(CancellationToken cancellation)
        {
            Asked++;
            IsAsked.TrySetResult();
            return Answer?.Task ?? Task.FromResult<string?>(null);
        }
    }

    private sealed class Lifetime : IHostApplicationLifetime
    {
        public bool IsStopped => Stopped.Task.IsCompleted;

        public TaskCompletionSource Stopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CancellationToken ApplicationStarted => default;

        public CancellationToken ApplicationStopping => default;

        public CancellationToken ApplicationStopped => default;

        public void StopApplication() => Stopped.TrySetResult();
    }
}
