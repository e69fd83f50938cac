using System.Diagnostics;
using Hanzo.Network.Adapters.Tools;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Adapters.Tests.Tools;

public sealed class FileToolsTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private readonly DirectoryInfo _above = Directory.CreateTempSubdirectory("files-");
    private readonly DirectoryInfo _root;
    private readonly FileTools _files;

    public FileToolsTests()
    {
        _root = _above.CreateSubdirectory("root");
        _files = new FileTools(_root.FullName);
        Write("notes/today.txt", "one\ntwo\nthree");
        Write("notes/later.md", "Three wishes");
        File.WriteAllText(Path.Combine(_above.FullName, "secret.txt"), "the secret");
    }

    public void Dispose()
    {
        _files.Dispose();
        _above.Delete(recursive: true);
    }

    [Fact]
    public async Task A_file_is_read_whole_or_in_part()
    {
        (await Read("notes/today.txt")).ShouldBe("one\ntwo\nthree");
        (await Read("./notes/../notes/today.txt", 2, 1)).ShouldBe("two\n");
    }

    [Theory]
    [InlineData("../secret.txt")]
    [InlineData("notes/../../secret.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("../root/../secret.txt")]
    public async Task A_path_out_of_the_folder_is_refused(string path) =>
        (await Should.ThrowAsync<ArgumentException>(Read(path))).Message.ShouldContain("is not in the folder that may be read");

    [Fact]
    public async Task A_link_that_leads_out_is_refused()
    {
        File.CreateSymbolicLink(InRoot("notes/relative"), "../../secret.txt");
        File.CreateSymbolicLink(InRoot("absolute"), Path.Combine(_above.FullName, "secret.txt"));
        File.CreateSymbolicLink(InRoot("second"), "absolute");

        foreach (var path in new[] { "notes/relative", "absolute", "second" })
            (await Should.ThrowAsync<ArgumentException>(Read(path))).Message.ShouldContain("a link leads out of it");
    }

    [Fact]
    public async Task A_folder_that_is_a_link_out_is_refused_and_not_searched()
    {
        Directory.CreateSymbolicLink(InRoot("out"), _above.FullName);

        (await Should.ThrowAsync<ArgumentException>(Read("out/secret.txt"))).Message.ShouldContain("a link leads out of it");
        (await Should.ThrowAsync<ArgumentException>(Find("*", "out"))).Message.ShouldContain("a link leads out of it");
        (await Find("*")).ShouldBe("notes/later.md (12 bytes)\nnotes/today.txt (13 bytes)");
    }

    [Fact]
    public async Task A_link_within_the_folder_may_be_followed()
    {
        Directory.CreateSymbolicLink(InRoot("more"), "notes");
        File.CreateSymbolicLink(InRoot("now"), InRoot("more/today.txt"));

        (await Read("now", 1, 1)).ShouldBe("one\n");
    }

    [Fact]
    public async Task Links_in_a_circle_end()
    {
        File.CreateSymbolicLink(InRoot("a"), "b");
        File.CreateSymbolicLink(InRoot("b"), "a");

        (await Should.ThrowAsync<IOException>(Read("a"))).Message.ShouldContain("links follow each other");
    }

    [Fact]
    public async Task A_file_that_is_no_text_is_refused()
    {
        File.WriteAllBytes(InRoot("pic"), [0x89, 0x50, 0, 1]);

        (await Should.ThrowAsync<ArgumentException>(Read("pic"))).Message
            .ShouldBe("'pic' is no text in UTF-8: see byte 3. Only texts can be read.");
    }

    [Fact]
    public async Task A_file_beyond_the_bound_is_refused()
    {
        using (var large = File.Create(InRoot("large"))) large.SetLength(RootedFolder.MaxFileBytes + 1);

        (await Should.ThrowAsync<IOException>(Read("large"))).Message
            .ShouldBe($"'large' has more than {RootedFolder.MaxFileBytes} bytes; larger files cannot be read.");
    }

    [Fact]
    public async Task A_pipe_is_refused_though_nobody_writes_to_it()
    {
        if (OperatingSystem.IsWindows()) return;
        using (var made = Process.Start("mkfifo", InRoot("pipe"))) await made.WaitForExitAsync();

        (await Should.ThrowAsync<IOException>(Read("pipe").WaitAsync(Bound))).Message.ShouldBe("'pipe' is no regular file.");
        (await Find("*", "", "three").WaitAsync(Bound)).ShouldBe("notes/later.md:1: Three wishes\nnotes/today.txt:3: three");
    }

    [Fact]
    public async Task A_file_that_may_not_be_read_is_told()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess) return;
        File.SetUnixFileMode(InRoot("notes/today.txt"), UnixFileMode.None);

        (await Should.ThrowAsync<IOException>(Read("notes/today.txt"))).Message
            .ShouldBe("'notes/today.txt' may not be read by this program.");
    }

    [Fact]
    public async Task What_is_no_file_is_told()
    {
        (await Should.ThrowAsync<IOException>(Read("gone.txt"))).Message.ShouldBe("there is no file 'gone.txt'.");
        (await Should.ThrowAsync<IOException>(Read("notes"))).Message.ShouldBe("'notes' is a folder; find_files lists what is in it.");
        (await Should.ThrowAsync<IOException>(Find("*", "gone"))).Message.ShouldBe("there is no folder 'gone'.");
    }

    [Fact]
    public async Task Files_are_found_by_name_and_by_what_they_hold()
    {
        (await Find("*.md")).ShouldBe("notes/later.md (12 bytes)");
        (await Find("*", "", "THREE")).ShouldBe("notes/later.md:1: Three wishes\nnotes/today.txt:3: three");
        (await Find("*.png")).ShouldBe("nothing found.");
    }

    [Fact]
    public async Task A_long_list_is_cut_and_says_so()
    {
        for (var file = 0; file < FileTools.MaxFindings + 1; file++) Write($"many/{file}", "");

        (await Find("*", "many")).ShouldEndWith("(and more; only the first 200 are listed)");
    }

    [Fact]
    public void A_folder_that_is_not_there_is_told() =>
        Should.Throw<IOException>(() => new FileTools(InRoot("gone"))).Message.ShouldStartWith("there is no folder");

    private string InRoot(string path) => Path.Combine(_root.FullName, path);

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(InRoot(path))!);
        File.WriteAllText(InRoot(path), text);
    }

    private Task<string> Read(string path, int from = 1, int lines = 0) =>
        Call(_files.ReadTool(), ("path", path), ("from_line", from), ("lines", lines));

    private Task<string> Find(string name, string folder = "", string containing = "") =>
        Call(_files.FindTool(), ("name", name), ("folder", folder), ("containing", containing));

    private static async Task<string> Call(Network.Tools.Tool tool, params (string Name, object Value)[] arguments) =>
        (await tool.Function.InvokeAsync(
            new AIFunctionArguments(arguments.ToDictionary(argument => argument.Name, argument => (object?)argument.Value))))!.ToString()!;
}
