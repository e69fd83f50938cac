using System.Text.Json.Serialization;
using Hanzo.Network.Adapters.Files;

namespace Hanzo.Network.Adapters.Tests.Files;

public sealed class WholeFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hanzo-files-");

    private string File => Path.Combine(_folder.FullName, "file");

    [Fact]
    public async Task Of_several_writers_at_once_none_fails_and_readers_find_whole_files()
    {
        WholeFile.Write(File, Content(0));
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < 50; i++) WholeFile.Write(File, Content((byte)writer));
        }));
        var writing = Task.WhenAll(writers);
        while (!writing.IsCompleted)
        {
            var read = WholeFile.Read(File, 100_000)!;
            read.Length.ShouldBe(Content(0).Length);
            read.ShouldAllBe(one => one == read[0]);
        }

        await writing;
        _folder.GetFiles().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_write_that_fails_leaves_nothing_behind(bool isDurable)
    {
        Directory.CreateDirectory(Path.Combine(File, "in the way"));
        Should.Throw<Exception>(() => WholeFile.Write(File, Content(1), isDurable)).ShouldNotBeNull();
        _folder.GetFiles().ShouldBeEmpty();
        Directory.Exists(File).ShouldBeTrue();
    }

    [Fact]
    public void A_mode_counts_from_the_first_byte_on()
    {
        if (OperatingSystem.IsWindows()) return;
        WholeFile.Write(File, Content(1));
        WholeFile.Write(File, Content(2), mode: UnixFileMode.UserRead | UnixFileMode.UserWrite);
        System.IO.File.GetUnixFileMode(File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void What_is_too_large_or_not_there_is_not_read()
    {
        WholeFile.Read(File, 10).ShouldBeNull();
        WholeFile.Write(File, new byte[11]);
        WholeFile.Read(File, 10).ShouldBeNull();
        WholeFile.Read(File, 11)!.Length.ShouldBe(11);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"name\":")]
    [InlineData("{\"name\":\"a name that is longer than what is read of a record in this test\"}")]
    public void A_broken_record_is_none(string text)
    {
        RecordFile.Write(File, new OneName("one"), WholeFileJson.Default.OneName);
        RecordFile.Read(File, 50, WholeFileJson.Default.OneName).ShouldBe(new OneName("one"));
        System.IO.File.WriteAllText(File, text);
        RecordFile.Read(File, 50, WholeFileJson.Default.OneName).ShouldBeNull();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static byte[] Content(byte writer) => [.. Enumerable.Repeat(writer, 20_000)];
}

internal sealed record OneName([property: JsonPropertyName("name")] string Name);

[JsonSerializable(typeof(OneName))]
internal sealed partial class WholeFileJson : JsonSerializerContext;
