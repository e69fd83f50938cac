using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Node.Enrolment;
using Hanzo.Network.Node.Invites;
using Hanzo.Network.Node.Local;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hanzo.Network.Node.Tests.Enrolment;

public sealed class JoinedMachineTests : IAsyncLifetime
{
    private readonly EnrolmentDeskFixture _desk = new();
    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("hanzo-keys-");

    [Fact]
    public async Task An_authority_that_has_another_address_is_found_by_its_nodes()
    {
        var (security, folder) = await JoinedAsync();
        var port = _desk.Folder.File.Authority[0].Split(':')[1];
        folder.WriteAuthority([$"127.0.0.2:{port}"]);
        var before = security.Certificate.SerialNumber;

        var own = new OwnCertificate(folder, security, _ => Task.FromResult(_desk.Status()), _desk.Time);
        (await own.RenewAsync(CancellationToken.None)).ShouldNotBeNull().ShouldContain("127.0.0.2");
        _desk.Peers.Add("first");
        (await own.RenewAsync(CancellationToken.None)).ShouldBeNull();

        security.Certificate.SerialNumber.ShouldNotBe(before);
        folder.File.Authority.ShouldBe(_desk.Folder.File.Authority); // and remembered
    }

    [Fact]
    public async Task A_machine_that_was_off_for_ten_weeks_renews_its_certificate_as_soon_as_it_is_back()
    {
        var (away, folder) = await JoinedAsync();
        _desk.Time.Now += TimeSpan.FromDays(70);
        _desk.Security.RenewHere().ShouldBeTrue();

        var back = NodeSecurity.Open(folder, "second", _desk.Time);
        back.Certificate.SerialNumber.ShouldBe(away.Certificate.SerialNumber);
        var own = new OwnCertificate(folder, back, _ => Task.FromResult(_desk.Status()), _desk.Time);
        var keeper = new CertificateKeeper(own, new RevokedEnd(new NoLifetime()), _desk.Time, NullLogger<CertificateKeeper>.Instance);
        await keeper.AskAsync(CancellationToken.None);

        back.Certificate.SerialNumber.ShouldNotBe(away.Certificate.SerialNumber);
        NodeSecurity.Open(folder, "second", _desk.Time).DueAt.ShouldBeGreaterThan(_desk.Time.Now + TimeSpan.FromDays(55));
        keeper.Notices.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_machine_whose_certificate_expired_while_it_was_off_is_told_so_and_comes_back_by_an_invite()
    {
        var (_, folder) = await JoinedAsync();
        _desk.Time.Now += TimeSpan.FromDays(91);
        _desk.Security.RenewHere().ShouldBeTrue();

        Should.Throw<KeyStoreException>(() => NodeSecurity.Open(folder, "second", _desk.Time)).Message.ShouldContain(
            "its certificate expired at 2026-04-02 03:04:05Z. On the machine that created the network, run 'hanzo invite'; here, "
            + "'hanzo join CODE --node-id second' with the code that it prints.");
        var (back, _) = await JoinedAsync();
        _desk.Security.Refuse(back.Certificate).ShouldBeNull();
        back.DueAt.ShouldBeGreaterThan(_desk.Time.Now);
    }

    [Fact]
    public async Task Who_cannot_keep_keys_uses_no_invite_up()
    {
        var invite = await _desk.InviteAsync();
        var taken = Path.Combine(_keys.FullName, "taken");
        await File.WriteAllTextAsync(taken, "");
        var join = new NetworkJoin(new NetworkStore(taken, _desk.Time), DataRoot.Of(_keys.FullName), _desk.Time);
        (await Should.ThrowAsync<KeyStoreException>(() => join.JoinAsync(invite, "second", isLan: false, CancellationToken.None)))
            .Message.ShouldContain(taken);

        join = new NetworkJoin(new NetworkStore(_keys.FullName, _desk.Time), DataRoot.Of(_keys.FullName), _desk.Time);
        (await join.JoinAsync(invite, "second", isLan: false, CancellationToken.None)).NodeId.ShouldBe("second");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _desk.DisposeAsync();
        _keys.Delete(recursive: true);
    }

    private async Task<(NodeSecurity Security, NetworkFolder Folder)> JoinedAsync()
    {
        using var certificate = await _desk.JoinAsync(await _desk.InviteAsync());
        var store = new NetworkStore(_keys.FullName, _desk.Time);
        var folder = store.Join(_desk.Folder.File, _desk.Folder.Root, "second", certificate);
        return (NodeSecurity.Open(folder, "second", _desk.Time), folder);
    }

    private sealed class NoLifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => default;

        public CancellationToken ApplicationStopping => default;

        public CancellationToken ApplicationStopped => default;

        public void StopApplication() => throw new InvalidOperationException("it is not revoked");
    }
}
