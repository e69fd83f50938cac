using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Node.Enrolment;
using Hanzo.Network.Security;
using Hanzo.Network.Security.Invites;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Node.Tests.Enrolment;

public sealed class EnrolmentTests : IAsyncLifetime
{
    private readonly EnrolmentDeskFixture _desk = new();

    [Fact]
    public async Task Who_is_invited_gets_a_certificate_for_its_own_key_and_what_all_nodes_have()
    {
        using var key = NodeKeys.Create();
        var answer = await _desk.AskAsync(await _desk.InviteAsync(), "second", NodeKeys.Request(key, "ignored"));

        using var certificate = X509Certificate2.CreateFromPem(answer.Certificate.ShouldNotBeNull());
        PeerCertificate.Read(certificate)!.Name.ShouldBe(new PeerName(_desk.Folder.Keys.NetworkId, "second"));
        IssuedCertificate.WhyNot(_desk.Folder.Root, certificate, _desk.Time.Now).ShouldBeNull();
        certificate.GetECDsaPublicKey()!.ExportSubjectPublicKeyInfo().ShouldBe(key.ExportSubjectPublicKeyInfo());
        var file = NetworkFile.Parse("answer", JsonSerializer.SerializeToUtf8Bytes(answer.Network!.Value));
        file.Keys.BeaconKey.ShouldBe(_desk.Folder.Keys.BeaconKey);
        answer.Authority.ShouldBe(_desk.Folder.File.Authority);
        _desk.Counters.Refused.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_invite_lets_one_machine_in()
    {
        var invite = await _desk.InviteAsync();
        using var second = await _desk.JoinAsync(invite);
        (await _desk.RefusalOfAsync(() => _desk.JoinAsync(invite, "third"))).ShouldBe(EnrolmentRefusal.UsedInvite);
    }

    [Fact]
    public async Task An_invite_counts_at_the_machines_next_process_and_once_among_all()
    {
        var (open, used) = (await _desk.InviteAsync(), await _desk.InviteAsync());
        using var second = await _desk.JoinAsync(used);
        await using var next = new EnrolmentDeskFixture(_desk);
        var at = (await next.InviteAsync()).Enrolment;
        using var third = await next.JoinAsync(open with { Enrolment = at }, "third");
        (await next.RefusalOfAsync(() => next.JoinAsync(used with { Enrolment = at }, "fourth"))).ShouldBe(EnrolmentRefusal.UsedInvite);
        (await _desk.RefusalOfAsync(() => _desk.JoinAsync(open, "fourth"))).ShouldBe(EnrolmentRefusal.UsedInvite);
    }

    [Fact]
    public async Task The_same_request_is_answered_again_since_the_answer_may_have_been_lost()
    {
        var invite = await _desk.InviteAsync();
        using var key = NodeKeys.Create();
        var csr = NodeKeys.Request(key, "second");
        (await _desk.AskAsync(invite, "second", csr)).Certificate.ShouldNotBeNull();
        (await _desk.AskAsync(invite, "second", csr)).Certificate.ShouldNotBeNull();
    }

    [Fact]
    public async Task Expired_and_altered_invites_are_refused_and_guessing_ends_soon()
    {
        var invite = await _desk.InviteAsync();
        _desk.Time.Now += TimeSpan.FromMinutes(15);
        (await _desk.RefusalOfAsync(() => _desk.JoinAsync(invite))).ShouldBe(EnrolmentRefusal.ExpiredInvite);

        invite = await _desk.InviteAsync();
        var altered = invite with { Token = invite.Token.SetItem(0, (byte)(invite.Token[0] ^ 1)) };
        for (var i = 1; i < InviteBook.MaxWrongTries; i++)
            (await _desk.RefusalOfAsync(() => _desk.JoinAsync(altered))).ShouldBe(EnrolmentRefusal.UnknownInvite);
        (await _desk.RefusalOfAsync(() => _desk.JoinAsync(invite))).ShouldBe(EnrolmentRefusal.TooManyTries);
        _desk.Time.Now += TimeSpan.FromMinutes(1);
        using var second = await _desk.JoinAsync(invite);
    }

    [Fact]
    public async Task An_id_must_be_one_and_be_free()
    {
        var invite = await _desk.InviteAsync();
        _desk.Peers.Add("third");
        (await _desk.RefusalOfAsync(() => _desk.JoinAsync(invite, "third"))).ShouldBe(EnrolmentRefusal.NodeIdInUse);
        (await _desk.RefusalOfAsync(() => _desk.JoinAsync(invite, "first"))).ShouldBe(EnrolmentRefusal.NodeIdInUse);
        using var key = NodeKeys.Create();
        var csr = NodeKeys.Request(key, "x");
        (await _desk.RefusalOfAsync(() => _desk.AskAsync(invite, "..", csr))).ShouldBe(EnrolmentRefusal.BadNodeId);
        (await _desk.RefusalOfAsync(() => _desk.AskAsync(invite, "a b", csr))).ShouldBe(EnrolmentRefusal.BadNodeId);

        // Let in, and not yet a member: its id is held for it.
        using var second = await _desk.JoinAsync(invite);
        var another = await _desk.InviteAsync();
        (await _desk.RefusalOfAsync(() => _desk.JoinAsync(another))).ShouldBe(EnrolmentRefusal.NodeIdInUse);
        _desk.Time.Now += TimeSpan.FromSeconds(30);
        using var again = await _desk.JoinAsync(another);
    }

    [Fact]
    public async Task A_request_proves_that_its_key_is_its_senders_and_of_the_right_kind()
    {
        var invite = await _desk.InviteAsync();
        using var key = NodeKeys.Create();
        var forged = NodeKeys.Request(key, "second");
        forged[^1] ^= 1;
        (await _desk.RefusalOfAsync(() => _desk.AskAsync(invite, "second", forged))).ShouldBe(EnrolmentRefusal.BadKeyRequest);
        using var rsa = RSA.Create(2048);
        var request = new CertificateRequest("CN=second", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        (await _desk.RefusalOfAsync(() => _desk.AskAsync(invite, "second", request.CreateSigningRequest())))
            .ShouldBe(EnrolmentRefusal.BadKeyRequest);
        (await _desk.RefusalOfAsync(() => _desk.AskAsync(invite, "second", [1, 2, 3]))).ShouldBe(EnrolmentRefusal.BadKeyRequest);
        (await _desk.RefusalOfAsync(() => _desk.AskAsync(invite, "second", new byte[5000]))).ShouldBe(EnrolmentRefusal.BadRequest);
        using var second = await _desk.JoinAsync(invite); // none of them has used it up
    }

    [Fact]
    public async Task Certificates_are_renewed_for_members_only_and_revoked_ones_hear_it()
    {
        var invite = await _desk.InviteAsync();
        using var own = await _desk.JoinAsync(invite);
        using var key = NodeKeys.Create();
        var renewed = await _desk.RenewAsync(invite, own, key);
        using (var certificate = X509Certificate2.CreateFromPem(renewed.Certificate.ShouldNotBeNull()))
            PeerCertificate.Read(certificate)!.Name.NodeId.ShouldBe("second");
        (await _desk.RenewAsync(invite, own)).Certificate.ShouldBeNull();

        using var selfMade = CertificateAuthority.Create("home", _desk.Folder.Keys.NetworkId, _desk.Time.Now);
        (await _desk.RefusalOfAsync(() => _desk.RenewAsync(invite, selfMade, key))).ShouldBe(EnrolmentRefusal.ForeignCertificate);

        _desk.Time.Now += TimeSpan.FromSeconds(1);
        _desk.Security.Offer(_desk.Desk.Revoke("second")).ShouldBeTrue();
        var refusal = await Should.ThrowAsync<EnrolmentException>(() => _desk.RenewAsync(invite, own, key));
        refusal.Code.ShouldBe(EnrolmentRefusal.Revoked);
        RevocationCodec.TryRead(refusal.Revocations.ShouldNotBeNull(), out var list, out _).ShouldBeTrue();
        CertificateAuthority.HasSigned(_desk.Folder.Root, _desk.Folder.Keys.NetworkId, list!).ShouldBeTrue();
        using var back = await _desk.JoinAsync(await _desk.InviteAsync());
        (await _desk.RenewAsync(invite, back)).Certificate.ShouldBeNull();

        _desk.Time.Now += TimeSpan.FromDays(91);
        _desk.Security.RenewHere().ShouldBeTrue();
        (await _desk.RefusalOfAsync(() => _desk.RenewAsync(invite, back, key))).ShouldBe(EnrolmentRefusal.ForeignCertificate);
    }

    [Fact]
    public async Task Who_hears_that_it_is_revoked_before_that_counts_gets_no_new_certificate()
    {
        var invite = await _desk.InviteAsync();
        using var own = await _desk.JoinAsync(invite);
        using var key = NodeKeys.Create();
        var list = _desk.Desk.Revoke("second");
        _desk.Security.Refuse(own).ShouldBeNull(); // it is told first
        (await _desk.RefusalOfAsync(() => _desk.RenewAsync(invite, own, key))).ShouldBe(EnrolmentRefusal.Revoked);
        _desk.Folder.ReadRevocations().Version.ShouldBe(list.Version); // and so does every other process of this machine refuse it
        _desk.Security.Offer(list).ShouldBeTrue();
        _desk.Security.Refuse(own).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_revocation_that_cannot_be_kept_counts_and_says_why_it_is_not()
    {
        var invite = await _desk.InviteAsync();
        using var own = await _desk.JoinAsync(invite);
        using var key = NodeKeys.Create();
        // As with a full disk: nothing can be put in those places.
        var (revoked, issued) = (InFolder(NetworkFolder.RevokedFileName), InFolder(NetworkFolder.IssuedFileName));
        File.Delete(issued);
        foreach (var name in new[] { revoked, issued }) Directory.CreateDirectory(name);
        _desk.Time.Now += TimeSpan.FromSeconds(1);

        var list = _desk.Desk.Revoke("second");

        _desk.Desk.Unkept.ShouldNotBeNull().ShouldContain("revoked.json cannot be written");
        (await _desk.RefusalOfAsync(() => _desk.RenewAsync(invite, own, key))).ShouldBe(EnrolmentRefusal.Revoked);
        Should.Throw<KeyStoreException>(() => _desk.Security.Offer(list));
        _desk.Security.Refuse(own).ShouldNotBeNull();
        _desk.Desk.Revoke("third").Nodes.Length.ShouldBe(2);

        Directory.Delete(revoked);
        _desk.Desk.Revoke("fourth").Nodes.Length.ShouldBe(3);
        _desk.Desk.Unkept.ShouldBeNull();
        _desk.Folder.ReadRevocations().Nodes.Length.ShouldBe(3);
    }

    [Fact]
    public void Of_refusals_all_are_counted_and_ten_a_minute_of_each_source_are_logged()
    {
        var log = new CountingLog();
        var desk = new EnrolmentDesk(
            _desk.Folder, _desk.Security, _ => Task.FromResult(_desk.Status()), _desk.Counters, _desk.Time, log);
        for (var second = 0; second < 60; second++, _desk.Time.Now += TimeSpan.FromSeconds(1))
            for (var number = 0; number < 20; number++) desk.Refused("10.0.0.1", EnrolmentRefusal.Malformed("nonsense"));
        log.Lines.ShouldBe(EnrolmentDesk.MaxTold);
        desk.Refused("10.0.0.2", EnrolmentRefusal.Malformed("nonsense"));
        log.Lines.ShouldBe(EnrolmentDesk.MaxTold + 1);
        for (var number = 0; number < 20; number++) desk.Refused("10.0.0.1", EnrolmentRefusal.Malformed("nonsense"));
        log.Lines.ShouldBe((2 * EnrolmentDesk.MaxTold) + 1);
        _desk.Counters.Refused.Values.Sum().ShouldBe(1221);
    }

    [Fact]
    public async Task Of_two_revocations_at_once_none_is_lost()
    {
        using var second = await _desk.JoinAsync(await _desk.InviteAsync());
        using var third = await _desk.JoinAsync(await _desk.InviteAsync(), "third");
        var lists = new[] { _desk.Desk.Revoke("second"), _desk.Desk.Revoke("third") };
        foreach (var list in lists) _desk.Security.Offer(list).ShouldBeTrue();
        _desk.Security.Refuse(second).ShouldNotBeNull();
        _desk.Security.Refuse(third).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_clock_that_is_set_back_and_forth_lets_no_revoked_node_in_and_keeps_no_invited_one_out()
    {
        using var own = await _desk.JoinAsync(await _desk.InviteAsync());
        _desk.Time.Now -= TimeSpan.FromMinutes(50);
        _desk.Security.Offer(_desk.Desk.Revoke("second")).ShouldBeTrue();
        _desk.Security.Refuse(own).ShouldNotBeNull();
        using var back = await _desk.JoinAsync(await _desk.InviteAsync());
        _desk.Security.Refuse(back).ShouldBeNull();

        _desk.Time.Now += TimeSpan.FromDays(30);
        _desk.Security.Offer(_desk.Desk.Revoke("second")).ShouldBeTrue();
        _desk.Time.Now -= TimeSpan.FromDays(29);
        using var again = await _desk.JoinAsync(await _desk.InviteAsync());
        _desk.Security.Refuse(back).ShouldNotBeNull();
        _desk.Security.Refuse(again).ShouldBeNull();
    }

    [Fact]
    public async Task Another_authority_is_not_believed()
    {
        await using var other = new EnrolmentDeskFixture();
        var invite = (await _desk.InviteAsync()) with { Enrolment = (await other.InviteAsync()).Enrolment };
        (await _desk.RefusalOfAsync(() => _desk.JoinAsync(invite))).ShouldBe(EnrolmentClient.WrongAuthority);
    }

    [Fact]
    public async Task Only_TLS_1_3_is_spoken_and_requests_are_bounded()
    {
        var address = (await _desk.InviteAsync()).Enrolment[0];
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        await using (var tls = new SslStream(socket.GetStream(), false, (_, shown, _, _) => shown is not null))
            await Should.ThrowAsync<Exception>(() => tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "x", EnabledSslProtocols = SslProtocols.Tls12,
            }));
        await UntilCountedAsync(EnrolmentRefusal.NoTls);

        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null },
        };
        using var http = new HttpClient(handler) { BaseAddress = new Uri($"https://{address}") };
        using var large = new ByteArrayContent(new byte[EnrolmentListener.MaxBodyBytes + 1]);
        large.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        (await http.PostAsync(EnrolmentEndpoints.JoinPath, large)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await http.PostAsync(EnrolmentEndpoints.JoinPath, new StringContent("x"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await http.GetAsync("/v1/network")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var codes = new List<HttpStatusCode>();
        for (var i = 0; i < EnrolmentDesk.MaxRequests; i++) codes.Add((await http.GetAsync(EnrolmentEndpoints.AuthorityPath)).StatusCode);
        (codes[0], codes[^1]).ShouldBe((HttpStatusCode.OK, HttpStatusCode.TooManyRequests));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _desk.DisposeAsync().AsTask();

    private async Task UntilCountedAsync(string reason)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!_desk.Counters.Refused.ContainsKey(reason)) await timer.WaitForNextTickAsync(deadline.Token);
    }

    private string InFolder(string name) => Path.Combine(_desk.Folder.Path, name);

    private sealed class CountingLog : ILogger<EnrolmentDesk>
    {
        public int Lines { get; private set; }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines++;
    }
}
