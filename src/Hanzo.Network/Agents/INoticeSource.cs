namespace Hanzo.Network.Agents;

/// <summary>Something of a node's that now and then has to tell its user something; registered as a service.</summary>
public interface INoticeSource
{
    /// <summary>Plain sentences as they are now, few; asked on any thread.</summary>
    IEnumerable<string> Notices { get; }
}
