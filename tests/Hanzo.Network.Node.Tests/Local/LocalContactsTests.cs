using Hanzo.Network.Joining;
using Hanzo.Network.Node.Local;

namespace Hanzo.Network.Node.Tests.Local;

public sealed class LocalContactsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hanzo-contacts-");

    private LocalContacts Contacts => new(DataRoot.Of(_folder.FullName), "home");

    [Fact]
    public void Who_announces_itself_is_found_by_others_of_its_runtime()
    {
        Announce("two", 5682);
        Announce("one", 5681);
        Announce("other", 5683, "nuget");
        Contacts.Others(Node("three", 5684)).Select(contact => $"{contact.NodeId} {contact.Address}")
            .ShouldBe(["one 127.0.0.1:5681", "two 127.0.0.1:5682"]);
        Contacts.Others(Node("two", 5682)).Select(contact => contact.NodeId).ShouldBe(["one"]);
    }

    [Fact]
    public void A_contact_of_a_dead_process_is_removed()
    {
        Announce("two", 5682);
        var file = Path.Combine(_folder.FullName, "home", "two", LocalContact.FileName);
        File.WriteAllText(file, File.ReadAllText(file).Replace($"\"pid\":{Environment.ProcessId}", $"\"pid\":{int.MaxValue}"));
        Contacts.Others(Node("one", 5681)).ShouldBeEmpty();
        File.Exists(file).ShouldBeFalse();
    }

    [Fact]
    public void One_of_another_machine_is_nobody_here_and_stays()
    {
        Announce("two", 5682);
        var file = Path.Combine(_folder.FullName, "home", "two", LocalContact.FileName);
        File.WriteAllText(file, File.ReadAllText(file).Replace($"\"{Environment.MachineName}\"", "\"elsewhere\""));
        Contacts.Others(Node("one", 5681)).ShouldBeEmpty();
        File.Exists(file).ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"node_id":"two"}""")]
    public void A_broken_file_is_no_contact(string text)
    {
        Announce("two", 5682);
        File.WriteAllText(Path.Combine(_folder.FullName, "home", "two", LocalContact.FileName), text);
        Contacts.Others(Node("one", 5681)).ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_folder_there_is_nobody() => Contacts.Others(Node("one", 5681)).ShouldBeEmpty();

    public void Dispose() => _folder.Delete(recursive: true);

    private void Announce(string nodeId, int port, string runtime = "embedded")
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "home", nodeId));
        Contacts.Announce(Node(nodeId, port, runtime));
    }

    private static NodeIdentity Node(string nodeId, int port, string runtime = "embedded") => new(
        "home", nodeId, "01JD0000000000000000000000", NodeAddress.Parse($"127.0.0.1:{port}"), runtime, "0.1.0", ProtocolRange.Current);
}
