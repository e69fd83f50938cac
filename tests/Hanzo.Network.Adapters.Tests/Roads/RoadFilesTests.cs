using Hanzo.Network.Adapters.Devices;
using Hanzo.Network.Adapters.Roads;
using Hanzo.Network.Joining;
using Hanzo.Network.Joining.Roads;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hanzo.Network.Adapters.Tests.Roads;

public sealed class RoadFilesTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hanzo-roads-");

    [Fact]
    public async Task What_is_kept_is_there_at_the_next_start()
    {
        var memory = Memory();
        memory.Load().ShouldBe(RememberedPeers.None);
        for (var port = 1; port <= 50; port++) memory.Keep([NodeAddress.Parse($"10.0.0.1:{port}")]);
        await memory.WrittenAsync();
        var peers = Memory().Load().Addresses;
        peers[0].ShouldBe(NodeAddress.Parse("10.0.0.1:50"));
        peers.Length.ShouldBe(RememberedPeers.Max);
        _folder.GetFiles().Select(file => file.Name).ShouldBe(["peers.json"]);
    }

    [Fact]
    public async Task Nothing_is_written_while_nothing_changes()
    {
        var memory = Memory();
        memory.Keep([NodeAddress.Parse("10.0.0.1:1")]);
        await memory.WrittenAsync();
        File.Delete(PathOf("peers.json"));
        memory.Keep([NodeAddress.Parse("10.0.0.1:1")]);
        memory.Keep([]);
        await memory.WrittenAsync();
        _folder.GetFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_that_is_gone_ends_nobody()
    {
        var memory = Memory();
        _folder.Delete(recursive: true);
        memory.Keep([NodeAddress.Parse("10.0.0.1:1")]);
        await memory.WrittenAsync();
        _folder.Create();
        memory.Keep([NodeAddress.Parse("10.0.0.1:2")]);
        await memory.WrittenAsync();
        Memory().Load().Addresses.Length.ShouldBe(2);
    }

    [Fact]
    public void A_file_is_stamped_by_time_and_length_and_read_as_a_whole()
    {
        var file = new WatchedFile(PathOf("home.json"));
        Should.Throw<IOException>(() => file.Stamp());
        File.WriteAllText(PathOf("home.json"), "{}");
        var stamp = file.Stamp();
        file.Stamp().ShouldBe(stamp);
        file.Read().ShouldBe("{}"u8.ToArray());
        File.WriteAllText(PathOf("home.json"), "{ }");
        file.Stamp().ShouldNotBe(stamp);
        File.WriteAllBytes(PathOf("home.json"), new byte[WatchedFile.MaxBytes + 1]);
        Should.Throw<IOException>(() => file.Read()).Message.ShouldBe("it has 1048577 bytes, at most 1048576 are read");
    }

    [Fact]
    public async Task The_program_is_run_and_what_it_writes_is_told()
    {
        var answer = await Program("echo \"$1 $2\"").AskAsync(default);
        answer.ShouldBe(new ProgramAnswer("status --json\n", null, IsInstalled: true));
        var broken = await Program("echo 'is tailscaled running?' >&2; exit 1").AskAsync(default);
        (broken.Text, broken.IsInstalled).ShouldBe((null, true));
        broken.Problem!.ShouldContain("is tailscaled running?");
    }

    [Fact]
    public async Task A_program_that_writes_without_end_is_ended() =>
        (await Program("while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done").AskAsync(default)).Problem.ShouldNotBeNull();

    [Fact]
    public async Task A_program_that_is_not_there_is_told_as_such() =>
        (await new TailscaleProgram(new SystemAccess(TimeProvider.System), PathOf("none")).AskAsync(default)).IsInstalled.ShouldBeFalse();

    public void Dispose() => _folder.Delete(recursive: true);

    private FileContactMemory Memory() => new(PathOf("peers.json"), NullLogger<FileContactMemory>.Instance);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private TailscaleProgram Program(string script)
    {
        var path = PathOf("tailscale");
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new TailscaleProgram(new SystemAccess(TimeProvider.System), path);
    }
}
